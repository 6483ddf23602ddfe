package heist.web;

import io.javalin.json.JavalinJackson3;
import io.javalin.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Javalin's way to our JSON: a body that cannot be read is the sender's fault and says why. */
final class BodyMapper implements JsonMapper {
  private final JavalinJackson3 streams = new JavalinJackson3(Json.mapper(), true);

  @Override
  public String toJsonString(Object value, Type type) {
    return value instanceof String text ? text : Json.write(value);
  }

  @Override
  public InputStream toJsonStream(Object value, Type type) {
    return streams.toJsonStream(value, type);
  }

  @Override
  public void writeToOutputStream(Stream<?> stream, OutputStream out) {
    streams.writeToOutputStream(stream, out);
  }

  @Override
  public <T> T fromJsonString(String json, Type type) {
    return Json.read(json, type);
  }

  @Override
  public <T> T fromJsonStream(InputStream json, Type type) {
    try {
      return Json.read(new String(json.readAllBytes(), StandardCharsets.UTF_8), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
