package dev.aegis.app.serve;

/**
 * A person who looks at pages.
 *
 * @param name under which their answers stand in the record
 * @param csrf what the forms of their pages bear, so that nobody else can send one
 */
record Visitor(String name, String csrf) {}
