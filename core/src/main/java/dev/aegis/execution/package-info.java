/**
 * How an approved plan is carried out so that no step is started twice blindly: the record chain
 * and what to do after an interruption. Imports {@code room}.
 */
@NullMarked
package dev.aegis.execution;

import org.jspecify.annotations.NullMarked;
