package heist.web;

import heist.HeistException;
import heist.HeistException.Kind;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.validation.ValidationException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** The one place where an exception becomes an answer, whichever layer it comes from. */
final class Problems {
  private Problems() {}

  /**
   * @param closing whether the service is stopping: a request that is still under way then finds
   *     its database closed, which is nobody's mistake
   */
  static void install(JavalinConfig config, BooleanSupplier closing) {
    config.routes.exception(
        Exception.class,
        (failure, ctx) -> {
          boolean known = failure instanceof HeistException e && e.kind() != Kind.INTERNAL;
          if (closing.getAsBoolean() && !known) {
            answer(ctx, failure, Problem.of(503, "The service is stopping."));
          } else {
            answer(ctx, failure);
          }
        });
    // Javalin answers its own exceptions itself unless their family has a handler by name.
    config.routes.exception(HttpResponseException.class, (failure, ctx) -> answer(ctx, failure));
    config.routes.exception(
        ValidationException.class, (failure, ctx) -> answer(ctx, unreadable(failure)));
    config.router.javaLangErrorHandler((response, error) -> {
      try {
        write(null, response, error, "A request");
      } catch (IOException e) {
        error.addSuppressed(e);
      }
    });
  }

  /** A parameter that is not what it should be, named. */
  private static HeistException unreadable(ValidationException failure) {
    String what =
        failure.getErrors().entrySet().stream()
            .map(e -> e.getKey() + " cannot be \"" + e.getValue().getFirst().value + "\"")
            .collect(Collectors.joining(", "));
    return new HeistException(Kind.BAD_INPUT, what + "; give a whole number.", failure);
  }

  private static void answer(Context ctx, Throwable failure) {
    answer(ctx, failure, Problem.of(failure, ctx.method() + " " + ctx.path()));
  }

  private static void answer(Context ctx, Throwable failure, Problem problem) {
    String challenge = challenge(failure, problem, ctx.req());
    if (challenge != null) {
      ctx.header("WWW-Authenticate", challenge);
    }
    if (failure instanceof MethodNotAllowedResponse other) {
      // RFC 9110, 15.5.6
      ctx.header("Allow", String.join(", ", other.getDetails().values()));
    }
    ctx.status(problem.status()).contentType(Problem.MEDIA_TYPE).result(Json.write(problem));
  }

  /** For servlets and filters, which Javalin does not see. */
  static void write(
      @Nullable HttpServletRequest request,
      HttpServletResponse response,
      Throwable failure,
      String where)
      throws IOException {
    Problem problem = Problem.of(failure, where);
    String challenge = challenge(failure, problem, request);
    if (challenge != null) {
      response.setHeader("WWW-Authenticate", challenge);
    }
    byte[] body = Json.write(problem).getBytes(StandardCharsets.UTF_8);
    response.setStatus(problem.status());
    response.setContentType(Problem.MEDIA_TYPE);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static @Nullable String challenge(
      Throwable failure, Problem problem, @Nullable HttpServletRequest request) {
    if (failure instanceof AuthException auth) {
      return auth.challenge(ProtectedResource.metadata(request));
    }
    return problem.status() == 401 ? "Bearer realm=\"heist\"" : null;
  }

  /** What a request that Jetty refused has done. */
  static String words(int code) {
    return switch (code) {
      case 404 -> "There is nothing here. /docs lists what there is.";
      case 405 -> "This path does not know that method.";
      case 408 -> "The body came too slowly.";
      case 413 -> "The body is too large.";
      case 414 -> "The address is too long.";
      case 431 -> "The header is too large.";
      default -> "The request cannot be read.";
    };
  }

  /** Jetty's own errors: an unreadable request, a body that is too large. */
  static final class Handler extends ErrorHandler {
    @Override
    protected void generateResponse(
        Request request,
        Response response,
        int code,
        @Nullable String message,
        @Nullable Throwable cause,
        Callback callback) {
      Problem problem =
          code >= 500 && cause != null
              ? Problem.of(cause, request.getMethod() + " " + request.getHttpURI().getPath())
              : Problem.of(code, words(code));
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
      Content.Sink.write(response, true, Json.write(problem), callback);
    }
  }
}
