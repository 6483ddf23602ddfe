package heist.service.game;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.crew.Agent;
import heist.crew.Crew;
import heist.session.SessionConfig;
import heist.session.SessionConfig.Seat;
import heist.web.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Seats of people in a crew. A seat's token opens one agent of one session; the session keeps only
 * its hash.
 *
 * @param tokens the tokens, by agent; told once, when the session starts
 */
record Seats(Map<String, String> tokens) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * Draws a token for each agent that a person is to play.
   *
   * @param human names with commas between them; null: nobody
   * @throws HeistException BAD_INPUT if one is not in the crew
   */
  static Seats of(@Nullable String human, Crew crew) {
    Map<String, String> tokens = new LinkedHashMap<>();
    if (human != null && !human.isBlank()) {
      List<String> names = crew.agents().stream().map(Agent::name).toList();
      for (String written : human.split(",")) {
        String name = written.strip();
        if (!names.contains(name)) {
          throw new HeistException(
              Kind.BAD_INPUT,
              "human \"%s\" is nobody of the crew; there are: %s."
                  .formatted(name, String.join(", ", names)));
        }
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        tokens.put(name, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
      }
    }
    return new Seats(tokens);
  }

  boolean any() {
    return !tokens.isEmpty();
  }

  /** What the session keeps. */
  List<Seat> kept() {
    List<Seat> seats = new ArrayList<>();
    tokens.forEach((agent, token) -> seats.add(new Seat(agent, hash(token))));
    return seats;
  }

  /** Tells the tokens, for the one answer that does. */
  void tell(ObjectNode answer) {
    if (any()) {
      ArrayNode seats = answer.putArray("seats");
      tokens.forEach((agent, token) ->
          seats.add(Json.mapper().createObjectNode().put("agent", agent).put("token", token)));
    }
  }

  /**
   * The agent whose seat a token opens.
   *
   * @throws HeistException FORBIDDEN if it opens none in this session
   */
  static String opened(SessionConfig config, @Nullable String token) {
    byte[] given = hash(token == null ? "" : token).getBytes(StandardCharsets.US_ASCII);
    Optional<Seat> found = Optional.empty();
    for (Seat seat : config.waits().seats()) {
      if (MessageDigest.isEqual(seat.tokenHash().getBytes(StandardCharsets.US_ASCII), given)) {
        found = Optional.of(seat);
      }
    }
    return found
        .map(Seat::agent)
        .orElseThrow(
            () -> new HeistException(Kind.FORBIDDEN, "This token opens no seat in this session."));
  }

  /** Agents that people play. */
  static Set<String> humans(SessionConfig config) {
    Set<String> names = new java.util.LinkedHashSet<>();
    config.waits().seats().forEach(s -> names.add(s.agent()));
    return names;
  }

  private static String hash(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new HeistException(Kind.INTERNAL, "this Java has no SHA-256", e);
    }
  }
}
