/** Judges a live cluster, or manifests, with the redaction, the facts and the checks of the stream. */
@NullMarked
package org.mcpruntime.watcher.cli.doctor;

import org.jspecify.annotations.NullMarked;
