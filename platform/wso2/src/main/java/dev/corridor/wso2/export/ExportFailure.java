package dev.corridor.wso2.export;

/** Failure of the export, with what its caller can do. */
public final class ExportFailure extends RuntimeException {
    public ExportFailure(String message) {
        super(message);
    }

    ExportFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
