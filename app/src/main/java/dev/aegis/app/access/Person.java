package dev.aegis.app.access;

/**
 * Somebody who has proved who they are.
 *
 * @param name under which their answers stand in the record
 * @param proof what their session rests on: it ends when that has changed
 */
public record Person(String name, Role role, String proof) {
  /** Whoever sits at the machine that serves, and has read its terminal. */
  public static Person operator() {
    return new Person(Account.OPERATOR, Role.ADMIN, "");
  }

  private static final String PROVIDER = "provider ";

  /** Somebody whom an identity provider knows. */
  public static Person ofProvider(String name, Role role, String issuer, String subject) {
    return new Person(name, role, PROVIDER + issuer + " " + subject);
  }

  /** Whether an identity provider knows them, and no file of ours. */
  public boolean isOfProvider() {
    return proof.startsWith(PROVIDER);
  }

  /** Without the proof. */
  @Override
  public String toString() {
    return name + " (" + role.word() + ")";
  }
}
