package io.gostacker.meta.login;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.meta.account.Account;
import io.gostacker.meta.account.Accounts;
import io.gostacker.meta.password.Passwords;
import io.gostacker.meta.random.RandomIds;
import java.time.Clock;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionOperations;

/// Makes users with a name and a password. Blocks.
final class Registration {
  private final Accounts accounts;
  private final Credentials credentials;
  private final Passwords passwords;
  private final TransactionOperations transactions;
  private final RandomIds random;
  private final Clock clock;

  Registration(
      Accounts accounts,
      Credentials credentials,
      Passwords passwords,
      TransactionOperations transactions,
      RandomIds random,
      Clock clock) {
    this.accounts = accounts;
    this.credentials = credentials;
    this.passwords = passwords;
    this.transactions = transactions;
    this.random = random;
    this.clock = clock;
  }

  /// @throws Refusal `username_taken`
  Account register(int appId, RegisterRequest.Valid request) {
    refuseIfTaken(appId, request.username()); // before the costly hash
    String hash = passwords.hash(request.password());
    while (true) {
      Account account =
          new Account(random.entityId(), request.username(), request.nickname(), null);
      try {
        transactions.executeWithoutResult(status -> insert(appId, account, hash));
        return account;
      } catch (DuplicateKeyException e) {
        refuseIfTaken(appId, request.username()); // else the id was: take another
      }
    }
  }

  private void insert(int appId, Account account, String hash) {
    accounts.insert(appId, account, clock.millis());
    credentials.insert(account.userId(), hash, clock.millis());
  }

  private void refuseIfTaken(int appId, String username) {
    if (accounts.isTaken(appId, username)) {
      throw Refusal.of(ErrorCode.USERNAME_TAKEN, "This user name is taken");
    }
  }
}
