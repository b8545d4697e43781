/**
 * Incidents for people's assistants and editors, over the Model Context Protocol: tools that read,
 * and none that approve or change anything. A tool runs the command of its name and hands over what
 * that prints; all of it is marked as data of others. Owns no state and writes nothing to disk.
 * Imports {@code ask}, {@code cited}, {@code replay}, {@code forecast}, {@code journal}, {@code
 * page}, {@code terminal}, {@code wire}, {@code host}, {@code cli} and the core.
 */
@NullMarked
package dev.aegis.app.mcp;

import org.jspecify.annotations.NullMarked;
