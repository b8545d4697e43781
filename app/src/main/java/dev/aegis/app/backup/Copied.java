package dev.aegis.app.backup;

/**
 * What a copy holds.
 *
 * @param files all of them
 * @param journals among them
 */
record Copied(int files, int journals) {}
