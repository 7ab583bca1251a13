package io.gostacker.common.error;

/// What is wrong with one field of a request.
///
/// @param field path of the field as the client wrote it, for example `memberIds[3]`
/// @param message what to do about it, in English
public record FieldError(String field, String message) {}
