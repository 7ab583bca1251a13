package io.gostacker.meta.login;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.transaction.Transactions;
import io.gostacker.meta.account.Account;
import io.gostacker.meta.account.Accounts;
import io.gostacker.meta.event.AccountEvents;
import io.gostacker.meta.password.Passwords;
import io.gostacker.meta.random.RandomIds;
import java.time.Clock;
import org.springframework.dao.DuplicateKeyException;

/// Makes users with a name and a password. Blocks.
final class Registration {
  private final Accounts accounts;
  private final Credentials credentials;
  private final Passwords passwords;
  private final Transactions transactions;
  private final AccountEvents events;
  private final RandomIds random;
  private final Clock clock;

  Registration(
      Accounts accounts,
      Credentials credentials,
      Passwords passwords,
      Transactions transactions,
      AccountEvents events,
      RandomIds random,
      Clock clock) {
    this.accounts = accounts;
    this.credentials = credentials;
    this.passwords = passwords;
    this.transactions = transactions;
    this.events = events;
    this.random = random;
    this.clock = clock;
  }

  /// @throws Refusal `username_taken`
  Account register(int appId, RegisterRequest.Valid request) {
    refuseIfTaken(appId, request.username()); // before the costly hash
    String hash = passwords.hash(request.password());
    while (true) {
      try {
        return transactions.run(() -> insert(appId, request, hash));
      } catch (DuplicateKeyException e) {
        refuseIfTaken(appId, request.username()); // else the id was: take another
      }
    }
  }

  private Account insert(int appId, RegisterRequest.Valid request, String hash) {
    Account account = new Account(random.entityId(), request.username(), request.nickname(), null);
    accounts.insert(appId, account, clock.millis());
    credentials.insert(account.userId(), hash, clock.millis());
    events.registered(account.userId(), request.username());
    return account;
  }

  private void refuseIfTaken(int appId, String username) {
    if (accounts.isTaken(appId, username)) {
      throw Refusal.of(ErrorCode.USERNAME_TAKEN, "This user name is taken");
    }
  }
}
