package heist.service.model.mind;

import heist.service.model.prompt.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that nobody accepts a thing and doubts it in one breath: a message says one thing of a
 * field.
 */
final class Once {
  private Once() {}

  /** The same moves without those that come back to a field which a better one speaks of. */
  static List<Move> each(List<Move> moves) {
    var kept = new ArrayList<Move>();
    Map<Field, Integer> spoken = new HashMap<>();
    Set<Field> warned = new HashSet<>();
    for (var m : moves) {
      var field = about(m);
      if (field == null || (m instanceof Move.Warn && warned.add(field))) {
        kept.add(m);
        continue;
      }
      var at = spoken.get(field);
      if (at == null) {
        spoken.put(field, kept.size());
        kept.add(m);
      } else if (rank(m) > rank(kept.get(at))) {
        kept.set(at, m);
      }
    }
    // a paper that somebody quotes was not read in vain
    kept.removeIf(m ->
        m instanceof Move.Empty e
            && kept.stream()
                .anyMatch(o -> o instanceof Move.Quote q && q.source().equals(e.source())));
    return kept;
  }

  /** What must be said beats what is only polite. */
  private static int rank(Move m) {
    return switch (m) {
      case Move.TakeUp _, Move.Worry _, Move.Check _, Move.Seen _, Move.Relay _, Move.Ask _ -> 0;
      case Move.Correct _, Move.Computed _, Move.Assign _, Move.Settle _, Move.Dispute _ -> 2;
      default -> 1;
    };
  }

  private static @Nullable Field about(Move m) {
    return switch (m) {
      case Move.Report x -> x.fact().field();
      case Move.Stumble x -> x.fact().field();
      case Move.Confirm x -> x.claim().field();
      case Move.TakeUp x -> x.claim().field();
      case Move.Contradict x -> x.claim().field();
      case Move.Protest x -> x.claim().field();
      case Move.Correct x -> x.field();
      case Move.Answer x -> x.fact().field();
      case Move.Assure x -> x.fact().field();
      case Move.Shrug x -> x.field();
      case Move.Ask x -> x.field();
      case Move.Check x -> x.claim().field();
      case Move.Relay x -> x.claim().field();
      case Move.Volunteer x -> x.field();
      case Move.Assign x -> x.field();
      case Move.Dispute x -> x.one().field();
      case Move.Settle x -> x.field();
      case Move.Guess x -> x.field();
      case Move.Stall x -> x.field();
      case Move.AskBack x -> x.claim().field();
      case Move.Reopen x -> x.field();
      case Move.Warn x -> x.fact().field();
      case Move.Computed x -> x.field();
      case Move.Worry x -> x.field();
      case Move.Seen x -> x.entry().field();
      case Move.Open _,
          Move.Quote _,
          Move.Echo _,
          Move.Gap _,
          Move.Sum _,
          Move.Lost _,
          Move.Recall _,
          Move.Obey _,
          Move.Recap _,
          Move.Missing _,
          Move.Submitted _,
          Move.SubmitFailed _,
          Move.NoTools _,
          Move.Empty _,
          Move.Picture _,
          Move.Progress _,
          Move.Stands _,
          Move.React _,
          Move.HandOver _,
          Move.Ready _,
          Move.Vote _,
          Move.TakePart _,
          Move.Step _,
          Move.WhoAmI _,
          Move.Chat _ ->
          null;
    };
  }
}
