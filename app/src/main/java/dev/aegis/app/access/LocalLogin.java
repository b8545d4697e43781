package dev.aegis.app.access;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Looks at names and passwords. An unknown name takes as long as a wrong password and is told the
 * same. Used by many threads.
 */
public final class LocalLogin {
  /** Wrong passwords of one name before it has to wait. */
  static final int FREE_OF_A_NAME = 5;

  /** Wrong passwords from one address before it has to wait. */
  static final int FREE_OF_AN_ADDRESS = 20;

  /** Passwords that are hashed side by side; whoever comes on top is sent away. */
  static final int AT_ONCE = 2;

  private final Accounts accounts;
  private final Attempts byName;
  private final Attempts byAddress;
  private final Semaphore hashing = new Semaphore(AT_ONCE);
  private final PasswordHash nobody = PasswordHash.of("", new SecureRandom());

  /** How an attempt ended. */
  public sealed interface Outcome {}

  /** It is them. */
  public record Known(Person person) implements Outcome {}

  /** No such name, or not its password: which one is not told. */
  public record Unknown() implements Outcome {}

  /** Nothing was looked at; too many attempts have failed, or are being made. */
  public record Later(Duration in) implements Outcome {}

  public LocalLogin(Accounts accounts, InstantSource clock) {
    this.accounts = accounts;
    this.byName = new Attempts(FREE_OF_A_NAME, clock);
    this.byAddress = new Attempts(FREE_OF_AN_ADDRESS, clock);
  }

  /**
   * Whether this is the password of this name.
   *
   * @param address from where it was sent
   */
  public Outcome attempt(String name, String password, String address) {
    Duration wait = longer(byName.left(name), byAddress.left(address));
    if (wait.isPositive()) {
      return new Later(wait);
    }
    if (!hashing.tryAcquire()) {
      return new Later(Duration.ofSeconds(1));
    }
    try {
      byName.begun(name);
      byAddress.begun(address);
      return looked(name, password, address);
    } finally {
      hashing.release();
    }
  }

  private Outcome looked(String name, String password, String address) {
    Optional<Account> account = accounts.find(name);
    String bounded = password.length() > Account.LONGEST_PASSWORD ? "" : password;
    boolean right = account.map(Account::password).orElse(nobody).matches(bounded);
    if (account.isEmpty() || !right) {
      return new Unknown();
    }
    byName.forgiven(name);
    byAddress.undone(address);
    return new Known(account.get().person());
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
