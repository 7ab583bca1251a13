package io.gostacker.common.transaction;

import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// Runs work in a transaction that sees what others committed while it waited for a lock, and again
/// when it lost a deadlock.
public final class Transactions {
  private static final int ATTEMPTS = 3;

  private final TransactionTemplate template;

  public Transactions(DataSource dataSource) {
    this.template = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    template.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
  }

  public <T> T run(Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return template.execute(status -> work.get());
      } catch (ConcurrencyFailureException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
