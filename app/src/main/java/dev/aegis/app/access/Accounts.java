package dev.aegis.app.access;

import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.intake.IntakeException;
import dev.aegis.app.intake.YamlText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The local accounts: a file {@code accounts} in the state directory, one line each, that its owner
 * alone can read. Read anew each time, so that what another process changes holds at once. Safe for
 * use by several threads and processes.
 */
public final class Accounts {
  /** More than that are better kept where an organization keeps its people. */
  static final int MOST = 500;

  private static final long MOST_BYTES = 1 << 20;

  private final Path file;

  public Accounts(StateDirectory home) {
    this.file = home.path().resolve("accounts");
  }

  /**
   * All of them by name; none where there is no file.
   *
   * @throws IntakeException where the file is not as it was written
   */
  public List<Account> all() {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw malformed(0, "at most 1 MiB");
      }
      List<String> lines = Files.readAllLines(file);
      List<Account> accounts = new ArrayList<>();
      for (int i = 0; i < lines.size(); i++) {
        if (!lines.get(i).isBlank()) {
          accounts.add(account(lines.get(i), i + 1));
        }
      }
      return accounts;
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("the accounts in " + file + " cannot be read", e);
    }
  }

  private Account account(String line, int at) {
    String[] words = line.split(" ", -1);
    Optional<Role> role = words.length == 3 ? Role.of(words[1]) : Optional.empty();
    Optional<PasswordHash> hash =
        words.length == 3 ? PasswordHash.parse(words[2]) : Optional.empty();
    if (role.isEmpty() || hash.isEmpty() || !Account.isName(words[0])) {
      throw malformed(at, "a name, a role and a hash, as aegis account add writes them");
    }
    return new Account(words[0], role.get(), hash.get());
  }

  private IntakeException malformed(int line, String expected) {
    return YamlText.malformed(
        file.toString(), line, "expected " + expected + ", found something else", null);
  }

  /** The account of a name. */
  public Optional<Account> find(String name) {
    return all().stream().filter(account -> account.name().equals(name)).findFirst();
  }

  /** False where there is one of this name, which stays as it is, or where there are too many. */
  boolean add(Account account) {
    return changed(before -> {
      if (before.size() >= MOST
          || before.stream().anyMatch(each -> each.name().equals(account.name()))) {
        return before;
      }
      List<Account> after = new ArrayList<>(before);
      after.add(account);
      after.sort(Comparator.comparing(Account::name));
      return after;
    });
  }

  /** False where there was none of this name. */
  boolean remove(String name) {
    return changed(
        before -> before.stream().filter(account -> !account.name().equals(name)).toList());
  }

  /** Writes the file whole or not at all; two processes wait for each other. */
  private boolean changed(UnaryOperator<List<Account>> change) {
    try {
      Files.createDirectories(file.getParent());
      try (FileChannel channel =
              FileChannel.open(
                  file.resolveSibling("accounts.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        List<Account> before = all();
        List<Account> after = change.apply(before);
        if (after.size() == before.size()) {
          return false;
        }
        write(after);
        return true;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the accounts in " + file + " cannot be written", e);
    }
  }

  private void write(List<Account> accounts) throws IOException {
    Path fresh =
        Files.createTempFile(
            file.getParent(),
            "accounts",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    StringBuilder text = new StringBuilder();
    for (Account each : accounts) {
      text.append(each.name()).append(' ').append(each.role().word()).append(' ');
      text.append(each.password().text()).append('\n');
    }
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      channel.write(StandardCharsets.UTF_8.encode(text.toString()));
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
