package io.gostacker.common.web;

/// The back end of an app, known by its API key.
///
/// @param appId whose users and conversations it may act on
/// @param keyId the first characters of the key's SHA-256, in hex: tells keys apart, betrays none
public record AppServer(int appId, String keyId) {}
