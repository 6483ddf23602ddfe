package heist.web;

import heist.HeistException;
import heist.HeistException.Kind;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON as all our doors speak it. Strict: unknown fields, double fields, and text where a number
 * belongs are refused with a message that names the field. Thread-safe.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private static final JsonMapper LENIENT =
      MAPPER.rebuild().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private Json() {}

  /** The one mapper. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /** The same, but unknown fields are passed over: for answers of others, which may grow. */
  public static JsonMapper lenient() {
    return LENIENT;
  }

  /**
   * Reads what a caller sent.
   *
   * @throws HeistException BAD_INPUT that says which field, or which place in the text, is wrong
   */
  public static <T> T read(String json, Type type) {
    return read(MAPPER, json, type);
  }

  /** Like {@link #read}, passing over unknown fields. */
  public static <T> T readLenient(String json, Type type) {
    return read(LENIENT, json, type);
  }

  /** Reads any JSON. */
  public static JsonNode tree(String json) {
    return read(MAPPER, json, JsonNode.class);
  }

  /** Reads any JSON from a body; bytes that are not UTF-8 are as wrong as any other mistake. */
  public static JsonNode tree(byte[] body) {
    try {
      return MAPPER.readTree(body);
    } catch (JacksonException e) {
      throw new HeistException(Kind.BAD_INPUT, message(e), e);
    }
  }

  /** Writes {@code value} on one line. */
  public static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  private static <T> T read(JsonMapper mapper, String json, Type type) {
    if (json.isBlank()) {
      throw new HeistException(Kind.BAD_INPUT, "The body is empty; JSON is expected.");
    }
    try {
      T value = mapper.readValue(json, mapper.constructType(type));
      if (value == null) {
        throw new HeistException(Kind.BAD_INPUT, "The body is null; a JSON object is expected.");
      }
      return value;
    } catch (JacksonException e) {
      throw new HeistException(Kind.BAD_INPUT, message(e), e);
    }
  }

  /** What is wrong, for the one who sent it: no class names, no source excerpts. */
  static String message(JacksonException e) {
    String field = field(e);
    return switch (e) {
      case UnrecognizedPropertyException unknown ->
          "Unknown field '%s'%s."
              .formatted(unknown.getPropertyName(), known(unknown.getKnownPropertyIds()));
      case InvalidFormatException format ->
          "%s: '%s' is not %s."
              .formatted(
                  field,
                  shorten(String.valueOf(format.getValue())),
                  expected(format.getTargetType()));
      case ValueInstantiationException refused ->
          "%s: %s".formatted(field, reason(refused.getCause(), "this value is not possible"));
      case MismatchedInputException mismatch ->
          "%s: %s is expected.".formatted(field, expected(mismatch.getTargetType()));
      case DatabindException other -> "%s cannot be read.".formatted(field);
      case StreamReadException syntax -> "The body is not valid JSON" + place(syntax) + ".";
      default -> "The body is not valid JSON.";
    };
  }

  private static String field(JacksonException e) {
    String path =
        e.getPath().stream()
            .map(step ->
                step.getPropertyName() != null
                    ? step.getPropertyName()
                    : "[" + step.getIndex() + "]")
            .collect(Collectors.joining("."))
            .replace(".[", "[");
    return path.isEmpty() ? "The body" : "Field '" + path + "'";
  }

  private static String place(JacksonException e) {
    var at = e.getLocation();
    return at == null ? "" : " (line %d, column %d)".formatted(at.getLineNr(), at.getColumnNr());
  }

  private static String known(@Nullable Collection<Object> names) {
    return names == null || names.isEmpty()
        ? ""
        : "; known: "
            + names.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
  }

  private static String reason(@Nullable Throwable cause, String otherwise) {
    // Records check themselves in their constructors; what they say is meant for the sender.
    return (cause instanceof IllegalArgumentException || cause instanceof HeistException)
            && cause.getMessage() != null
        ? cause.getMessage()
        : otherwise;
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "another value";
    }
    if (type.isEnum()) {
      return "one of "
          + java.util.Arrays.stream(type.getEnumConstants())
              .map(constant -> Json.write(constant).replace("\"", ""))
              .collect(Collectors.joining(", "));
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == int.class
        || type == long.class
        || type == Integer.class
        || type == Long.class
        || type == java.math.BigInteger.class) {
      return "a whole number";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "a number";
    }
    if (CharSequence.class.isAssignableFrom(type)) {
      return "text";
    }
    return type.isArray() || Collection.class.isAssignableFrom(type) ? "a list" : "an object";
  }

  private static String shorten(String value) {
    return value.length() <= 60 ? value : value.substring(0, 60) + "...";
  }
}
