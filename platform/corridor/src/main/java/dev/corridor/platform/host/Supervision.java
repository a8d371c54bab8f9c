package dev.corridor.platform.host;

import dev.corridor.platform.home.Progress;
import java.util.concurrent.Executor;

/**
 * How processes are supervised: which threads restart them, and who learns of it.
 *
 * @param progress reports each restart
 * @param executor runs restarts
 */
public record Supervision(Progress progress, Executor executor) {}
