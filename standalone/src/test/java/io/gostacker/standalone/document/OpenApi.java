package io.gostacker.standalone.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.standalone.api.Api;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// The OpenAPI document of a product, and answers held against it.
public final class OpenApi {
  private final JsonNode document;
  private final Schemas schemas;

  private OpenApi(JsonNode document) {
    this.document = document;
    this.schemas = new Schemas(document);
  }

  public static OpenApi of(Api api) {
    return new OpenApi(api.call("GET", "/api/v1/openapi.json", null, null).is(200).json());
  }

  JsonNode document() {
    return document;
  }

  Schemas schemas() {
    return schemas;
  }

  /// As `METHOD /path/{variable}`.
  SortedSet<String> routes() {
    SortedSet<String> routes = new TreeSet<>();
    document
        .required("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .propertyNames()
                .forEach(name -> {
                  if (!name.equals("parameters")) {
                    routes.add(name.toUpperCase(Locale.ROOT) + " " + path.getKey());
                  }
                }));
    return routes;
  }

  /// Fails unless the document has the answer of this route: its status, its media type and its
  /// shape.
  ///
  /// @param route `METHOD /path/{variable}`, the variables by any name
  public void requireHas(String route, Api.Answer answer) {
    String method = route.substring(0, route.indexOf(' ')).toLowerCase(Locale.ROOT);
    JsonNode operation = operation(route).required(method);
    JsonNode responses = operation.required("responses");
    String status = Integer.toString(answer.status());
    assertThat(responses.has(status) || answer.status() >= 400)
        .as("%s may be answered %s", route, status)
        .isTrue();
    JsonNode response =
        resolved(
            responses.has(status) ? responses.required(status) : responses.required("default"));
    if (!response.has("content")) {
      assertThat(answer.response().body()).as(route).isEmpty();
      return;
    }
    String type =
        answer.response().headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
    JsonNode content = response.required("content").path(type);
    assertThat(content.isObject()).as("%s answers %s", route, type).isTrue();
    if (type.endsWith("json")) {
      assertThat(schemas.complaints(content.required("schema"), answer.json()))
          .as("%s: %s", route, answer.response().body())
          .isEmpty();
    }
  }

  private JsonNode operation(String route) {
    String path = generic(route.substring(route.indexOf(' ') + 1));
    for (var each : document.required("paths").properties()) {
      if (generic(each.getKey()).equals(path)) {
        return each.getValue();
      }
    }
    throw new AssertionError("not in the document: " + route);
  }

  JsonNode resolved(JsonNode node) {
    String pointer = node.path("$ref").asString("");
    return pointer.isEmpty() ? node : document.at(pointer.substring(1));
  }

  static String generic(String path) {
    return path.replaceAll("\\?.*", "").replaceAll("\\{[^}]*}", "{}");
  }
}
