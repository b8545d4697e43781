/** A small live production to break: real processes, real requests, real figures. Not shipped. */
@NullMarked
package dev.aegis.lab;

import org.jspecify.annotations.NullMarked;
