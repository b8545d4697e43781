/**
 * What the tests of the shell share: the repository they test, programs they run, things they need.
 */
@NullMarked
package dev.aegis.app.testkit;

import org.jspecify.annotations.NullMarked;
