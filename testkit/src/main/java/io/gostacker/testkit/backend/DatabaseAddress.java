package io.gostacker.testkit.backend;

/// One database and who may use it.
///
/// @param url for MySQL's driver, without user and password, with `rewriteBatchedStatements=true`
public record DatabaseAddress(String url, String user, String password) {}
