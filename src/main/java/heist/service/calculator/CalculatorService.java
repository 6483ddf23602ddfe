package heist.service.calculator;

import heist.client.ServiceContext;
import heist.service.calculator.Calculator.Answer;
import heist.tool.Tool;
import heist.tool.ToolCall;
import heist.tool.ToolDoors;
import heist.tool.ToolResult;
import heist.tool.ToolSpec;
import heist.web.Json;
import heist.web.Service;
import heist.web.WebServer;
import java.net.URI;
import java.util.List;

/** The target {@code calculator}: one tool that computes. */
public final class CalculatorService implements Service {
  private static final ToolSpec SPEC =
      ToolSpec.of(
              "calculator",
              """
              Computes one expression exactly. Numbers with a decimal point and no thousands separators; \
              + - * / ^ ! ( ), % after a number is percent and between two is modulo; sqrt, abs, min, \
              max, round(x, n), floor, ceil, log, ln, exp, sin, cos, tan, choose and more. Times of day: \
              22:10 + 35 min is 22:45, 06:00 - 22:00 is 480 min.\
              """,
              "calculator:use",
              """
              {"properties": {"expression": {"type": "string",
                "description": "For example 10000 * 3 / 3600 or 22:10 + 35 min"}},
               "required": ["expression"]}
              """)
          .answering(
              """
              {"properties": {
                "value": {"type": "number", "description": "Of a time, seconds since midnight; of a duration, seconds"},
                "unit": {"type": "string", "enum": ["number", "time", "duration"]},
                "text": {"type": "string"}},
               "required": ["value", "unit", "text"]}
              """);

  private final WebServer server;
  private final ToolDoors doors;

  private CalculatorService(WebServer server, ToolDoors doors) {
    this.server = server;
    this.doors = doors;
  }

  /** Starts the service. */
  public static Service start(ServiceContext ctx) {
    WebServer.Builder server = ctx.web().openApi("openapi/calculator.yaml");
    ToolDoors doors =
        ToolDoors.install(
            server, ctx, ctx.verifier(), List.of(Tool.of(SPEC, CalculatorService::compute)));
    WebServer running = server.start();
    doors.announce();
    return new CalculatorService(running, doors);
  }

  private static ToolResult compute(ToolCall call) {
    Answer answer = Calculator.compute(call.text("expression"));
    return ToolResult.of(
        answer.text(),
        Json.mapper()
            .createObjectNode()
            .put("value", answer.value())
            .put("unit", answer.unit())
            .put("text", answer.text()));
  }

  @Override
  public String name() {
    return server.name();
  }

  @Override
  public URI address() {
    return server.address();
  }

  @Override
  public void close() {
    server.close();
    doors.close();
  }
}
