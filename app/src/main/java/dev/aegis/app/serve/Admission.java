package dev.aegis.app.serve;

import dev.aegis.app.access.Right;

/** Whom a route answers. One that says nothing answers nobody. */
sealed interface Admission {
  /** Nobody: what a route has that names nothing. */
  record Nobody() implements Admission {}

  /** Whoever asks: how one enters, what pages are made of, and whether the process lives. */
  record Anybody() implements Admission {}

  /** Whoever asks on this machine; outside nothing is there. */
  record Machine() implements Admission {}

  /** Programs that send; the route's own {@link Door} looks who they are. */
  record Sources() implements Admission {}

  /** Agents and scripts outside with a key of their own; Band's API looks who they are. */
  record Keys() implements Admission {}

  /** People who have a right. */
  record People(Right right) implements Admission {}
}
