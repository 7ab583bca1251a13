package io.gostacker.common.web;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// How request bodies are read: unknown fields are ignored; everything else is taken literally.
/// Duplicate keys, values of another type, lone surrogates and deep or oversized values are
/// refused.
public final class StrictJson {
  private static final StreamReadConstraints BOUNDS =
      StreamReadConstraints.builder()
          .maxNestingDepth(64)
          .maxStringLength(256 * 1024)
          .maxNameLength(256)
          .maxNumberLength(128)
          .build();

  private StrictJson() {}

  /// Bounds of what is read at all.
  public static void configure(JsonFactoryBuilder factory) {
    factory.streamReadConstraints(BOUNDS).enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
  }

  /// What is taken for what.
  public static void configure(JsonMapper.Builder mapper) {
    mapper
        .enable(
            DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
            DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .disable(
            DeserializationFeature.ACCEPT_FLOAT_AS_INT,
            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .addModule(
            new SimpleModule("gostacker-strict")
                .addDeserializer(String.class, new StrictStringDeserializer()));
  }
}
