package dev.aegis.app.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.testkit.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts as they are typed, kept and looked at; the tests own their time. */
class LocalLoginTest {
  private static final String PASSWORD = "correct horse battery";

  @TempDir private Path user;
  private Instant now = Instant.parse("2026-03-01T03:00:00Z");

  private Accounts accounts() {
    return new Accounts(new StateDirectory(user.resolve(".aegis"), user));
  }

  private Ran add(String name, String role, String typed) {
    return Ran.typing(typed, user, "account", "add", name, "--role", role);
  }

  private LocalLogin login() {
    return new LocalLogin(accounts(), () -> now);
  }

  @Test
  void aPasswordIsReadFromStdinAndKeptAsAHashThatItsOwnerAloneCanRead() throws Exception {
    assertThat(add("anna", "approver", PASSWORD + "\n").out()).isEqualTo("added anna, approver\n");

    Path file = user.resolve(".aegis/accounts");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file))
        .startsWith("anna approver pbkdf2-sha512:210000:")
        .doesNotContain("horse");
    assertThat(Ran.typing("", user, "account", "list").out()).isEqualTo("approver   anna\n");
  }

  @Test
  void whatCannotBeAnAccountIsRefusedWithAReason() {
    add("anna", "viewer", PASSWORD);

    assertThat(add("bert", "viewer", "short").err()).contains("a password of 12 to 256", "found 5");
    assertThat(add("bert", "king", PASSWORD).err()).contains("viewer, responder, approver, admin");
    assertThat(add("commander", "admin", PASSWORD).err()).contains("that no agent has");
    assertThat(add("bert anna", "admin", PASSWORD).err()).contains("expected a name");
    assertThat(add("anna", "admin", PASSWORD).err()).contains("anna has an account");
    assertThat(accounts().find("anna").map(Account::role)).isEqualTo(Optional.of(Role.VIEWER));
    assertThat(Ran.typing("", user, "account", "remove", "bert").err()).contains("found bert");
  }

  @Test
  void aFileThatSomebodyWeakenedIsNotRead() throws Exception {
    add("anna", "viewer", PASSWORD);
    Path file = user.resolve(".aegis/accounts");
    Files.writeString(file, Files.readString(file).replace(":210000:", ":100000:"));

    assertThat(Ran.typing("", user, "account", "list").err())
        .contains("accounts, line 1", "a name, a role and a hash");
  }

  @Test
  void theRightPasswordEntersAndNothingElseDoes() {
    add("anna", "responder", PASSWORD);
    LocalLogin login = login();

    assertThat(login.attempt("anna", PASSWORD, "10.0.0.1"))
        .isInstanceOfSatisfying(
            LocalLogin.Known.class,
            known -> {
              assertThat(known.person().name()).isEqualTo("anna");
              assertThat(known.person().role()).isEqualTo(Role.RESPONDER);
            });
    assertThat(login.attempt("anna", PASSWORD + "!", "10.0.0.1"))
        .isInstanceOf(LocalLogin.Unknown.class);
    assertThat(login.attempt("anna", "", "10.0.0.1")).isInstanceOf(LocalLogin.Unknown.class);
    assertThat(login.attempt("nobody", "", "10.0.0.1")).isInstanceOf(LocalLogin.Unknown.class);
  }

  @Test
  void afterFiveWrongPasswordsANameWaitsEvenWithTheRightOne() {
    add("anna", "viewer", PASSWORD);
    LocalLogin login = login();
    for (int i = 0; i < LocalLogin.FREE_OF_A_NAME; i++) {
      assertThat(login.attempt("anna", "wrong", "10.0.0." + i))
          .isInstanceOf(LocalLogin.Unknown.class);
    }

    assertThat(login.attempt("anna", PASSWORD, "10.0.0.9"))
        .isEqualTo(new LocalLogin.Later(Attempts.FIRST_WAIT));
    now = now.plus(Attempts.FIRST_WAIT);
    assertThat(login.attempt("anna", PASSWORD, "10.0.0.9")).isInstanceOf(LocalLogin.Known.class);
  }

  @Test
  void anAddressThatTriesManyNamesWaits() {
    Attempts attempts = new Attempts(LocalLogin.FREE_OF_AN_ADDRESS, () -> now);
    for (int i = 0; i < LocalLogin.FREE_OF_AN_ADDRESS; i++) {
      assertThat(attempts.left("10.0.0.1")).isZero();
      attempts.begun("10.0.0.1");
    }

    assertThat(attempts.left("10.0.0.1")).isEqualTo(Attempts.FIRST_WAIT);
    assertThat(attempts.left("10.0.0.2")).isZero();
  }

  @Test
  void eachFurtherFailureDoublesTheWaitUpToALimitAndAnHourForgetsAll() {
    Attempts attempts = new Attempts(1, () -> now);
    attempts.begun("a");
    assertThat(attempts.left("a")).isEqualTo(Duration.ofSeconds(30));
    attempts.begun("a");
    assertThat(attempts.left("a")).isEqualTo(Duration.ofSeconds(60));
    for (int i = 0; i < 100; i++) {
      attempts.begun("a");
    }
    assertThat(attempts.left("a")).isEqualTo(Attempts.LONGEST_WAIT);
    now = now.plus(Attempts.FORGOTTEN).plusSeconds(1);
    attempts.begun("a");
    assertThat(attempts.left("a")).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aSessionEndsWhenIdleAfterAShiftAndWhenItsAccountChanges() {
    add("anna", "viewer", PASSWORD);
    Accounts accounts = accounts();
    Sessions sessions =
        new Sessions(
            () -> now,
            person ->
                accounts.find(person.name()).map(Account::person).equals(Optional.of(person)));
    Person anna = accounts.find("anna").orElseThrow().person();

    String idle = sessions.begin(anna, Sessions.IDLE);
    now = now.plus(Sessions.IDLE).minusSeconds(1);
    assertThat(sessions.used(idle)).isPresent();
    now = now.plus(Sessions.IDLE).minusSeconds(1);
    assertThat(sessions.open(idle)).isPresent();
    now = now.plusSeconds(1);
    assertThat(sessions.open(idle)).isEmpty();

    String shift = sessions.begin(anna, Sessions.LONGEST);
    now = now.plus(Sessions.LONGEST).minusSeconds(1);
    assertThat(sessions.used(shift)).isPresent();
    now = now.plusSeconds(1);
    assertThat(sessions.used(shift)).isEmpty();

    String changed = sessions.begin(anna, Sessions.IDLE);
    assertThat(sessions.used(changed)).isPresent();
    Ran.typing("", user, "account", "remove", "anna");
    add("anna", "admin", PASSWORD);
    assertThat(sessions.used(changed)).isEmpty();
  }
}
