/**
 * Who must look at a plan before it may be carried out, and what the security specialist says of
 * it. Imports {@code room}.
 */
@NullMarked
package dev.aegis.policy;

import org.jspecify.annotations.NullMarked;
