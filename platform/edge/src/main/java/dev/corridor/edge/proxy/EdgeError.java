package dev.corridor.edge.proxy;

import dev.corridor.kit.error.ErrorCode;
import dev.corridor.kit.error.Fault;

/** The errors that only the edge returns. */
enum EdgeError implements ErrorCode {
    /** The code is the general one: what was sent has the wrong media type. */
    GRPC_REQUIRED(
            "unsupported_media_type",
            Fault.UNSUPPORTED_MEDIA_TYPE,
            "Call it with a gRPC client, over HTTP/2 with content-type application/grpc, or use the REST API of the same"
                    + " name.");

    private final String code;
    private final Fault fault;
    private final String advice;

    EdgeError(String code, Fault fault, String advice) {
        this.code = code;
        this.fault = fault;
        this.advice = advice;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public Fault fault() {
        return fault;
    }

    @Override
    public String advice() {
        return advice;
    }
}
