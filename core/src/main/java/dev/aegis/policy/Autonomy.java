package dev.aegis.policy;

import java.util.Locale;

/** How far Aegis may go on its own with a service. */
public enum Autonomy {
  /** It watches, explains and proves; what it proves is on record. */
  OBSERVE,
  /** It also recommends: a proved plan is handed to a person, who carries it out. */
  RECOMMEND,
  /** An approval, by a person or by a named policy, lets it carry the plan out. */
  APPROVE;

  /** The word people write. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
