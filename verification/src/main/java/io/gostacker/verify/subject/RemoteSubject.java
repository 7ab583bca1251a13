package io.gostacker.verify.subject;

import io.gostacker.verify.fault.Fault;
import io.gostacker.verify.load.FinalReads;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An installation somewhere, to which nothing is done but load.
public record RemoteSubject(List<URI> gateways, String key) implements Subject {

  @Override
  public String name() {
    return "remote";
  }

  @Override
  public List<Fault> faults() {
    return List.of();
  }

  @Override
  public boolean hasFeed() {
    return false;
  }

  @Override
  public FinalReads.@Nullable Database mySql() {
    return null;
  }

  @Override
  public Map<String, Long> processes() {
    return Map.of();
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("addresses", gateways.toString());
  }

  @Override
  public void close() {}
}
