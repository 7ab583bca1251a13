package io.gostacker.verify.check;

/// What came of a history.
///
/// @param acknowledged messages whose sender was told that they stand
/// @param rejected that were refused for good
/// @param unknown of which no answer came, however often they were repeated
/// @param repeated of the acknowledged, that were sent more than once
/// @param shown frames `message` that came
/// @param kept messages that stand at the end, the server's own included
/// @param jumps places where a conversation went on 1,000,000 higher
public record Verdict(
    long acknowledged,
    long rejected,
    long unknown,
    long repeated,
    long shown,
    long kept,
    long jumps,
    Findings findings) {

  public boolean holds() {
    return findings.isEmpty();
  }
}
