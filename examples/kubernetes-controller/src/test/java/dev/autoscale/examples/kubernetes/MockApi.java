package dev.autoscale.examples.kubernetes;

import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;

/** The mock API server's store, and a way to let requests fail. */
final class MockApi extends KubernetesCrudDispatcher {
    private volatile String failingMethod = "";
    private volatile String failingPath = "";
    private volatile int status;

    /** From now on requests of a method whose path contains a text are answered with a status. */
    void fail(String method, String path, int withStatus) {
        status = withStatus;
        failingPath = path;
        failingMethod = method;
    }

    /** From now on all requests are answered as they should be. */
    void recover() {
        failingMethod = "";
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        boolean fails =
                request.getMethod().equals(failingMethod) && request.getPath().contains(failingPath);
        return fails ? new MockResponse().setResponseCode(status).setBody("{}") : super.dispatch(request);
    }
}
