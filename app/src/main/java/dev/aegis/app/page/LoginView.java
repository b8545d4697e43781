package dev.aegis.app.page;

import java.util.Objects;

/**
 * How one may enter.
 *
 * @param form proves that the form that comes back is the one of this browser
 * @param accounts whether anybody has a name and a password here
 * @param link whether the link of the terminal lets in
 * @param provider host of the identity provider that lets in; empty where there is none
 * @param wrong what was wrong with the last attempt; empty where there was none
 */
public record LoginView(
    String form, boolean accounts, boolean link, String provider, String wrong) {
  public LoginView {
    Objects.requireNonNull(form);
    Objects.requireNonNull(provider);
    Objects.requireNonNull(wrong);
  }
}
