package dev.corridor.kit.connection;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** File descriptors of the process: how many it may have, and how many are open. */
interface FileDescriptors {
    long limit();

    /** Counts the open ones. It takes a microsecond for each. */
    long open();

    /** Returns those of this process; without a limit where the operating system tells none. */
    static FileDescriptors ofProcess() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? new Unix(unix)
                : new Unlimited();
    }

    record Unix(UnixOperatingSystemMXBean system) implements FileDescriptors {
        @Override
        public long limit() {
            return system.getMaxFileDescriptorCount();
        }

        /** To count them takes a descriptor, so that it fails when there is none. */
        @Override
        public long open() {
            try {
                return system.getOpenFileDescriptorCount();
            } catch (RuntimeException | InternalError noneLeft) {
                return limit();
            }
        }
    }

    record Unlimited() implements FileDescriptors {
        @Override
        public long limit() {
            return Long.MAX_VALUE;
        }

        @Override
        public long open() {
            return 0;
        }
    }
}
