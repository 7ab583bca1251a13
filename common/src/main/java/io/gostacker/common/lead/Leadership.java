package io.gostacker.common.lead;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it that a duty is done by one process at a time: by who holds a named lock of MySQL,
/// which MySQL takes away from who dies or says nothing for half a minute. A process that was
/// halted for longer does not take itself for the leader when it goes on, as its trust has run out
/// by then.
public final class Leadership implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Leadership.class);

  /// Names of locks are of a whole server, with all its databases, and at most 64 characters long.
  private static final String LOCK = "SELECT GET_LOCK(CONCAT(?, MD5(DATABASE())), 0)";

  private static final String RELEASE = "DO RELEASE_LOCK(CONCAT(?, MD5(DATABASE())))";
  private static final String SILENCE = "SET SESSION wait_timeout = ";
  private static final int SILENCE_SECONDS = 30;

  /// Between two looks at what there is to do, and at whether the lock is held or free.
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final int PATIENCE_SECONDS = 5;

  /// How long the lock counts as held after it was seen to be: shorter than MySQL waits.
  private static final Duration TRUST = Duration.ofSeconds(15);

  private final String name;
  private final DataSource dataSource;
  private final Duty duty;
  private final Thread thread;
  private volatile long held = System.nanoTime() - TRUST.toNanos();
  private volatile boolean closed;

  private Leadership(String name, DataSource dataSource, Duty duty) {
    this.name = name;
    this.dataSource = dataSource;
    this.duty = duty;
    this.thread = Thread.ofVirtual().name("leadership-" + name).unstarted(this::run);
  }

  /// Begins to try for it.
  ///
  /// @param name of the duty, the same in all processes; at most 20 characters
  public static Leadership start(String name, DataSource dataSource, Duty duty) {
    Leadership leadership = new Leadership(name, dataSource, duty);
    leadership.thread.start();
    return leadership;
  }

  /// Whether this process leads.
  public boolean leads() {
    return System.nanoTime() - held < TRUST.toNanos();
  }

  private void run() {
    try {
      while (!closed) {
        try (Connection holder = dataSource.getConnection()) {
          if (isLocked(holder)) {
            lead(holder);
          }
        } catch (SQLException | RuntimeException e) {
          log.warn("The duty {} cannot be done now: {}", name, e.toString());
        }
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private boolean isLocked(Connection holder) throws SQLException {
    try (PreparedStatement statement = named(holder, LOCK);
        var row = statement.executeQuery()) {
      return row.next() && row.getInt(1) == 1;
    }
  }

  private PreparedStatement named(Connection holder, String sql) throws SQLException {
    PreparedStatement statement = holder.prepareStatement(sql);
    statement.setString(1, "gostacker/" + name + "/");
    return statement;
  }

  private void lead(Connection holder) throws SQLException, InterruptedException {
    try (Statement statement = holder.createStatement()) {
      statement.execute(SILENCE + SILENCE_SECONDS);
      held = System.nanoTime();
      // Once trust has run out, what was begun has ended: it begins anew, and so does the lead.
      while (!closed && leads() && isHeld(holder)) {
        duty.look(this::leads);
        Thread.sleep(LOOK);
      }
    } finally {
      held = System.nanoTime() - TRUST.toNanos();
      boolean interrupted = Thread.interrupted();
      try {
        duty.end();
      } finally {
        release(holder);
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  /// It was held when it was asked for, at least.
  private boolean isHeld(Connection holder) throws SQLException {
    long asked = System.nanoTime();
    boolean valid = holder.isValid(PATIENCE_SECONDS);
    if (valid) {
      held = asked;
    }
    return valid;
  }

  /// Gives the lock back and the connection to the pool as it was; one that is broken has lost
  /// both.
  private void release(Connection holder) {
    try (PreparedStatement release = named(holder, RELEASE);
        Statement statement = holder.createStatement()) {
      release.execute();
      statement.execute(SILENCE + "DEFAULT");
    } catch (SQLException e) {
      log.debug("The lock of {} went with its connection", name, e);
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
