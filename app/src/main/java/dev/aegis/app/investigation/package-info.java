/**
 * Leads an incident from recorded files up to a validated plan and the request for approval.
 * Nothing is executed: there is no target behind a recording.
 */
@NullMarked
package dev.aegis.app.investigation;

import org.jspecify.annotations.NullMarked;
