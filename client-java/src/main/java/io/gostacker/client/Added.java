package io.gostacker.client;

import java.util.List;

/// What became of the users that were to be added, by user id.
public record Added(List<String> added, List<String> already, List<String> unknown) {}
