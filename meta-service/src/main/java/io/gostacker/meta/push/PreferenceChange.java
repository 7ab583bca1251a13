package io.gostacker.meta.push;

import io.gostacker.common.web.FieldErrors;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The body of `PATCH /users/me/notifications`: what is absent stays, inside `quietHours` too;
/// `quietHours` of null ends them.
record PreferenceChange(
    @Nullable Boolean hidePreviews, @Nullable Boolean mentions, @Nullable JsonNode quietHours) {
  private static final String TIME = "([01][0-9]|2[0-3]):[0-5][0-9]";

  /// What comes of it.
  ///
  /// @throws io.gostacker.common.error.Refusal `validation_failed`
  Preference onto(Preference present) {
    FieldErrors errors = new FieldErrors();
    Preference.QuietHours hours = hours(errors, present.quietHours());
    errors.refuse();
    return new Preference(
        hidePreviews == null ? present.hidePreviews() : hidePreviews,
        mentions == null ? present.mentions() : mentions,
        hours);
  }

  private Preference.@Nullable QuietHours hours(
      FieldErrors errors, Preference.@Nullable QuietHours present) {
    if (quietHours == null) {
      return present;
    }
    if (quietHours.isNull()) {
      return null;
    }
    if (!quietHours.isObject()) {
      errors.note("quietHours", "must be an object or null");
      return null;
    }
    String from = text("from", present == null ? "" : present.from());
    String to = text("to", present == null ? "" : present.to());
    String zone = text("zone", present == null ? "" : present.zone());
    errors.require(from.matches(TIME), "quietHours.from", "must be a time of day like 22:00");
    errors.require(to.matches(TIME), "quietHours.to", "must be a time of day like 07:00");
    errors.require(from.isEmpty() || !from.equals(to), "quietHours.to", "must differ from 'from'");
    errors.require(isZone(zone), "quietHours.zone", "must be a time zone like Europe/Berlin");
    return new Preference.QuietHours(from, to, zone);
  }

  /// Empty when it is no string.
  private String text(String field, String present) {
    JsonNode given = quietHours == null ? null : quietHours.get(field);
    return given == null ? present : given.isString() ? given.stringValue() : "";
  }

  /// One with rules of its own: an offset like `+02:00` is none.
  private static boolean isZone(String text) {
    return ZoneId.getAvailableZoneIds().contains(text);
  }
}
