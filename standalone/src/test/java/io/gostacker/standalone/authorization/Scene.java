package io.gostacker.standalone.authorization;

import io.gostacker.standalone.RunningStandalone;
import io.gostacker.standalone.api.Api;
import io.gostacker.standalone.api.TestUser;
import io.gostacker.standalone.authorization.Matrix.Who;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A group with one of each, of its own for every cell: what one call does disturbs no other.
final class Scene {
  /// What no conversation has.
  static final String NOTHING = "4611686018427387904";

  private final Cast cast;
  private final String group;
  private String request = "1";

  /// The users that all scenes share; they are the same ones in each group.
  static final class Cast {
    final Api api = new Api(RunningStandalone.baseUrl());
    final Map<Who, TestUser> users = new EnumMap<>(Who.class);
    final TestUser target = api.newUser("target");
    final TestUser visitor = api.newUser("visitor");
    final TestUser candidate = api.newUser("candidate");
    final TestUser foreign = api.otherDevice(target, "targets-tablet");

    Cast() {
      RunningStandalone.database()
          .sql("REPLACE INTO push_provider (name) VALUES ('matrix')")
          .update();
      for (Who who : Who.values()) {
        if (who != Who.ANONYMOUS && who != Who.SERVER) {
          users.put(who, api.newUser(who.name().toLowerCase(Locale.ROOT)));
        }
      }
    }

    TestUser user(Who who) {
      TestUser user = users.get(who);
      if (user == null) {
        throw new IllegalArgumentException("no user: " + who);
      }
      return user;
    }

    /// Logs a user in again whose session a call has ended.
    void renew(Who who) {
      TestUser user = users.get(who);
      if (user != null) {
        users.put(who, api.logIn(user.username(), user.password(), user.deviceId()));
      }
    }
  }

  private Scene(Cast cast, String group) {
    this.cast = cast;
    this.group = group;
  }

  /// @param policy the join policy; with `approval` somebody has asked to join
  static Scene prepare(Cast cast, String policy) {
    TestUser owner = cast.user(Who.OWNER);
    String group =
        owner.group(
            "matrix",
            cast.target,
            cast.user(Who.MEMBER),
            cast.user(Who.MUTED),
            cast.user(Who.ADMIN),
            cast.user(Who.FORMER),
            cast.user(Who.BANNED));
    Scene scene = new Scene(cast, group);
    scene.change("PATCH", "/members/" + cast.user(Who.ADMIN).id(), "{\"role\":\"admin\"}");
    scene.change(
        "PATCH",
        "/members/" + cast.user(Who.MUTED).id(),
        "{\"mutedUntil\":\"2999-01-01T00:00:00Z\"}");
    cast.user(Who.FORMER)
        .call("DELETE", scene.path("/members/" + cast.user(Who.FORMER).id()), null)
        .is(204);
    scene.change("PUT", "/bans/" + cast.user(Who.BANNED).id(), null);
    if (!policy.equals("invite")) {
      scene.change("PATCH", "", "{\"joinPolicy\":\"" + policy + "\"}");
    }
    if (policy.equals("approval")) {
      scene.request =
          cast.candidate
              .call("POST", scene.path("/join"), null)
              .is(202)
              .json()
              .path("requestId")
              .asString();
    }
    return scene;
  }

  private void change(String method, String path, @Nullable String body) {
    int status = cast.user(Who.OWNER).call(method, path(path), body).status();
    if (status >= 300) {
      throw new AssertionError(method + " " + path + " was answered " + status);
    }
  }

  private String path(String rest) {
    return "/api/v1/conversations/" + group + rest;
  }

  /// @param conversation in place of this one, to see what another gives
  String filled(String text, Who self, String conversation) {
    String filled =
        text.replace("{id}", conversation)
            .replace("{request}", request)
            .replace("{none}", "no-such-device")
            .replace("{device}", "device-1")
            .replace("{foreign}", cast.foreign.deviceId())
            .replace("{fresh}", "user-" + UUID.randomUUID().toString().substring(0, 12))
            .replace("{target}", cast.target.id())
            .replace("{visitor}", cast.visitor.id())
            .replace("{webhook}", "matrix")
            .replace("{broadcast}", "matrix");
    for (Map.Entry<Who, TestUser> each : cast.users.entrySet()) {
      String name = each.getKey().name().toLowerCase(Locale.ROOT);
      filled = filled.replace("{" + name + "}", each.getValue().id());
    }
    TestUser own = cast.users.get(self);
    return filled.replace("{self}", own == null ? cast.target.id() : own.id()).replace('\'', '"');
  }

  String group() {
    return group;
  }

  /// The credentials that one of these sends; null for none.
  @Nullable String token(Who who) {
    return switch (who) {
      case ANONYMOUS -> null;
      case SERVER -> RunningStandalone.serverKey();
      default -> cast.user(who).token();
    };
  }
}
