package io.gostacker.common.web;

/// The back end of an app, known by its API key.
///
/// @param appId whose users and conversations it may act on
public record AppServer(int appId) {}
