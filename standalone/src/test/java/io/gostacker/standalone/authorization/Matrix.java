package io.gostacker.standalone.authorization;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads `authorization.txt`.
final class Matrix {
  private static final String FRAME = "FRAME ";

  private Matrix() {}

  /// Who asks, in the order of the columns.
  enum Who {
    ANONYMOUS,
    STRANGER,
    FORMER,
    MEMBER,
    MUTED,
    ADMIN,
    OWNER,
    BANNED,
    SERVER
  }

  /// A line of the matrix.
  ///
  /// @param policy the group's join policy
  /// @param name `METHOD /path` or the type of a frame
  /// @param expected a cell for each of [Who]
  record Row(
      boolean frame, String policy, String name, @Nullable String body, List<String> expected) {

    String cell(Who who) {
      return expected.get(who.ordinal());
    }

    /// Whether the answer depends on a conversation.
    boolean ofAConversation() {
      return !frame && name.startsWith("/api/v1/conversations/{id}", name.indexOf(' ') + 1);
    }

    @Override
    public String toString() {
      return name + " " + (body == null ? "" : body);
    }
  }

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (String line : text().split("\n")) {
      if (!line.isBlank() && !line.startsWith("#")) {
        rows.add(row(line));
      }
    }
    return rows;
  }

  private static Row row(String line) {
    String[] parts = line.split(" \\| ");
    String name = parts[0].strip();
    int colon = name.indexOf(": ");
    String policy = colon < 0 ? "invite" : name.substring(0, colon);
    String call = colon < 0 ? name : name.substring(colon + 2);
    boolean frame = call.startsWith(FRAME);
    String body = parts[1].strip();
    List<String> cells = List.of(parts[2].strip().split(" +"));
    if (cells.size() != Who.values().length) {
      throw new IllegalArgumentException("not one cell for each: " + line);
    }
    return new Row(
        frame,
        policy,
        frame ? call.substring(FRAME.length()) : call,
        body.equals("-") ? null : body,
        cells);
  }

  private static String text() {
    try (InputStream in =
        Objects.requireNonNull(Matrix.class.getResourceAsStream("/authorization.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
