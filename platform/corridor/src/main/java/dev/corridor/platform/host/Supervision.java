package dev.corridor.platform.host;

import dev.corridor.platform.home.CommandFailure;
import dev.corridor.platform.home.Progress;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Rules for supervised processes: which threads restart them, and who learns of it.
 *
 * @param progress reports each restart
 * @param executor runs restarts
 * @param onFailure receives the failure, with a message for the terminal, when a process cannot be started again
 */
public record Supervision(Progress progress, Executor executor, Consumer<CommandFailure> onFailure) {}
