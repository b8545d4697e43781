/** What tests share: recorded stories and the comparison with golden files. */
@NullMarked
package dev.aegis.app.testkit;

import org.jspecify.annotations.NullMarked;
