package dev.corridor.platform.home;

import dev.corridor.embedded.LogFile;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Stream to a log file that keeps the logs of the last runs, and goes on in a new file when one is full. */
public final class RotatingLog extends OutputStream {
    private final LogFile file;
    private OutputStream out;

    /** Begins a new file. */
    public static RotatingLog open(LogFile file) throws IOException {
        return new RotatingLog(file);
    }

    private RotatingLog(LogFile file) throws IOException {
        this.file = file;
        begin();
    }

    private void begin() throws IOException {
        file.rotate();
        out = new FileOutputStream(file.path().toFile(), true);
    }

    @Override
    public synchronized void write(int singleByte) throws IOException {
        out.write(singleByte);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (file.isFull()) {
            out.close();
            begin();
        }
        out.write(bytes, offset, length);
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
