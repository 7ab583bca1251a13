package io.gostacker.verify.subject;

import io.gostacker.verify.fault.Fault;
import io.gostacker.verify.load.FinalReads;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An installation of GoStacker that is verified.
public interface Subject extends AutoCloseable {

  String name();

  /// Where clients come, at least one.
  List<URI> gateways();

  /// Of the server API.
  String key();

  /// What can be done to it.
  List<Fault> faults();

  /// Where its MySQL is; null when that is not known.
  FinalReads.@Nullable Database mySql();

  /// Whether its event feed tells of everything that this run sends, and of little else.
  boolean hasFeed();

  /// The ids of its processes on this machine by their names; none when they are elsewhere.
  Map<String, Long> processes();

  /// How it is set up, for the sheet.
  Map<String, String> settings();

  @Override
  void close();
}
