package io.gostacker.meta.account;

import org.jspecify.annotations.Nullable;

/// An [Account] in JSON.
record Profile(
    String userId, @Nullable String username, String nickname, @Nullable String avatarUrl) {

  static Profile of(Account account) {
    return new Profile(
        Long.toString(account.userId()),
        account.username(),
        account.nickname(),
        account.avatarUrl());
  }
}
