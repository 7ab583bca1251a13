package io.gostacker.standalone.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The chart renders into objects that Kubernetes takes, and that do what an operator counts on.
@EnabledIf("io.gostacker.standalone.deploy.HelmChart#isPossible")
class HelmChartTest {
  private static final String MODELS = "io.kubernetes.client.openapi.models.";
  private static final String[] EVERYTHING = {
    "ingress.enabled=true",
    "ingress.tlsSecret=chat-tls",
    "serviceMonitor.enabled=true",
    "services.gateway.autoscaling.enabled=true",
    "services.send.autoscaling.enabled=true",
    "services.send.config.gostacker.send.threads=2",
    "image.pullSecrets[0].name=registry",
    "redis.url="
  };

  private static List<JsonObject> rendered(String... values) throws InterruptedException {
    HelmChart.Result result = HelmChart.template(values);
    assertThat(result.status()).as(result.output()).isZero();
    Gson gson = new Gson();
    List<JsonObject> objects = new ArrayList<>();
    for (Map<String, Object> each : HelmChart.objects(result.output())) {
      objects.add(gson.toJsonTree(each).getAsJsonObject());
    }
    return objects;
  }

  private static Stream<JsonObject> of(String kind, List<JsonObject> objects) {
    return objects.stream().filter(each -> each.get("kind").getAsString().equals(kind));
  }

  private static JsonObject named(String kind, String name, List<JsonObject> objects) {
    return of(kind, objects)
        .filter(each -> name.equals(at(each, "metadata", "name").getAsString()))
        .findFirst()
        .orElseThrow();
  }

  private static JsonElement at(JsonElement from, Object... path) {
    JsonElement found = from;
    for (Object step : path) {
      found =
          step instanceof Integer index
              ? found.getAsJsonArray().get(index)
              : found.getAsJsonObject().get(step.toString());
    }
    return found;
  }

  private static JsonElement container(JsonObject deployment) {
    return at(deployment, "spec", "template", "spec", "containers", 0);
  }

  /// As Kubernetes' own description of its API has it: fields that are not there, or missing, are
  /// refused.
  private static void validate(JsonObject object) throws ReflectiveOperationException {
    String version = object.get("apiVersion").getAsString();
    version = version.substring(version.lastIndexOf('/') + 1);
    String model = MODELS + version.toUpperCase(Locale.ROOT);
    Method check =
        Class.forName(model + object.get("kind").getAsString())
            .getMethod("validateJsonElement", JsonElement.class);
    assertThatCode(() -> check.invoke(null, object)).as("%s", object).doesNotThrowAnyException();
  }

  @Test
  void whatIsRenderedIsWhatKubernetesKnows() throws Exception {
    for (List<JsonObject> objects : List.of(rendered(), rendered(EVERYTHING))) {
      assertThat(objects).hasSizeGreaterThanOrEqualTo(20);
      for (JsonObject object : objects) {
        if (!object.get("kind").getAsString().equals("ServiceMonitor")) { // not Kubernetes' own
          validate(object);
        }
      }
    }
  }

  @Test
  void theCheckItselfFindsMistakes() throws Exception {
    JsonObject deployment = named("Deployment", "demo-send", rendered());
    at(deployment, "spec").getAsJsonObject().addProperty("replica", 3);
    assertThatCode(() -> validate(deployment)).isInstanceOf(AssertionError.class);
  }

  @Test
  void helmHasNothingToSayAgainstIt() throws Exception {
    HelmChart.Result result = HelmChart.run(List.of("lint", "--strict", "{chart}"));
    assertThat(result.status()).as(result.output()).isZero();
  }

  @Test
  void aProcessHasTimeToDrainAndIsAskedHowItIs() throws Exception {
    List<JsonObject> deployments = of("Deployment", rendered()).toList();
    assertThat(deployments).hasSize(4);
    for (JsonObject deployment : deployments) {
      assertThat(
              at(deployment, "spec", "template", "spec", "terminationGracePeriodSeconds")
                  .getAsInt())
          .isGreaterThan(20);
      assertThat(at(deployment, "spec", "minReadySeconds").getAsInt()).isGreaterThanOrEqualTo(10);
      assertThat(at(container(deployment), "readinessProbe", "httpGet", "path").getAsString())
          .isEqualTo("/actuator/health/readiness");
      assertThat(at(container(deployment), "livenessProbe", "httpGet", "path").getAsString())
          .isEqualTo("/actuator/health/liveness");
      assertThat(at(deployment, "spec", "template", "spec", "securityContext", "runAsNonRoot"))
          .matches(JsonElement::getAsBoolean);
    }
  }

  @Test
  void secretsComeFromSecretsOnly() throws Exception {
    for (JsonObject deployment : of("Deployment", rendered(EVERYTHING)).toList()) {
      for (JsonElement variable : at(container(deployment), "env").getAsJsonArray()) {
        String name = at(variable, "name").getAsString();
        if (name.matches(".*(SECRETS|PASSWORD|KEYS|REDIS_URL)") && !name.endsWith("TOKEN_KEYS")) {
          assertThat(at(variable, "valueFrom", "secretKeyRef", "name").getAsString())
              .as(name)
              .isEqualTo("gostacker");
        }
      }
    }
  }

  @Test
  void onlyTheRightRolesReachTheInternalPorts() throws Exception {
    List<JsonObject> objects = rendered();
    assertThat(callers("demo-send", objects)).containsExactlyInAnyOrder("gateway", "meta");
    assertThat(callers("demo-meta", objects)).containsExactly("gateway");
    assertThat(callers("demo-flusher", objects)).isEmpty();
    assertThat(callers("demo-gateway", objects)).isEmpty();
  }

  private static List<String> callers(String policy, List<JsonObject> objects) {
    List<String> callers = new ArrayList<>();
    for (JsonElement rule :
        at(named("NetworkPolicy", policy, objects), "spec", "ingress").getAsJsonArray()) {
      if (at(rule, "ports").toString().contains("9090")) {
        for (JsonElement from : at(rule, "from").getAsJsonArray()) {
          callers.add(
              at(from, "podSelector", "matchLabels", "app.kubernetes.io/component").getAsString());
        }
      }
    }
    return callers;
  }

  @ParameterizedTest
  @CsvSource({"gateway, gostacker_gateway_sockets", "send, gostacker_send_waiting"})
  void itGrowsByWhatBoundsIt(String service, String metric) throws Exception {
    List<JsonObject> objects = rendered(EVERYTHING);
    JsonObject scaler = named("HorizontalPodAutoscaler", "demo-" + service, objects);
    assertThat(at(scaler, "spec", "metrics", 0, "pods", "metric", "name").getAsString())
        .isEqualTo(metric);
    JsonObject deployment = named("Deployment", "demo-" + service, objects);
    assertThat(at(deployment, "spec").getAsJsonObject().has("replicas")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "services.gateway.replicas=many, /services/gateway/replicas",
    "services.gatway.replicas=2, gatway",
    "terminationGracePeriodSeconds=5, /terminationGracePeriodSeconds",
    "redis.url=localhost:6379, /redis/url",
    "mysql.url=mysql:3306, /mysql/url",
    "secrets.existingSecret=, /secrets/existingSecret"
  })
  void aBadValueIsRefusedByItsName(String value, String name) throws Exception {
    HelmChart.Result result = HelmChart.template(value);
    assertThat(result.status()).isNotZero();
    assertThat(result.output()).contains(name);
  }
}
