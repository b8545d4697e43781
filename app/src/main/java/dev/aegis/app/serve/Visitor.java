package dev.aegis.app.serve;

import dev.aegis.app.access.Role;

/**
 * A person who looks at pages.
 *
 * @param name under which their answers stand in the record
 * @param role what they may do
 * @param csrf what the forms of their pages bear, so that nobody else can send one
 */
record Visitor(String name, Role role, String csrf) {}
