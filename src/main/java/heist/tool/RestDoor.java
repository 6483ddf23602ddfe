package heist.tool;

import heist.web.Caller;
import heist.web.Json;
import heist.web.TokenVerifier;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tools over REST. Stateless. */
final class RestDoor {
  private final ToolBox box;

  RestDoor(ToolBox box) {
    this.box = box;
  }

  void install(JavalinConfig config, TokenVerifier verifier) {
    config.routes.before("/tools", verifier.before());
    config.routes.before("/tools/*", verifier.before());
    config.routes.get("/tools", this::list);
    config.routes.post("/tools/{name}", this::call);
  }

  private void list(Context ctx) {
    ObjectNode answer = Json.mapper().createObjectNode();
    ArrayNode tools = answer.putArray("tools");
    for (ToolSpec spec : box.specs(TokenVerifier.caller(ctx))) {
      tools
          .addObject()
          .put("name", spec.name())
          .put("description", spec.description())
          .put("scope", spec.scope())
          .set("parameters", spec.schema());
    }
    answer.put("count", tools.size());
    ctx.json(answer);
  }

  private void call(Context ctx) {
    Caller caller = TokenVerifier.caller(ctx);
    String name = ctx.pathParam("name");
    byte[] body = ctx.bodyAsBytes();
    JsonNode arguments = body.length == 0 ? Json.mapper().createObjectNode() : Json.tree(body);
    CallRef ref =
        CallRef.of(caller, ctx.header(CallRef.HEADER_ID), ctx.header(CallRef.HEADER_EVENT));
    ToolResult result = box.call(caller, name, arguments, ref);
    ObjectNode answer = Json.mapper().createObjectNode();
    answer.put("success", result.success());
    answer.put("result", result.success() ? result.text() : null);
    answer.put("error", result.error());
    answer.put("tool_used", name);
    answer.put("agent", caller.agent() == null ? caller.clientId() : caller.agent());
    if (result.structured() != null) {
      answer.set("data", result.structured());
    }
    ctx.json(answer);
  }
}
